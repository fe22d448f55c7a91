/** Layers that are chosen, and how pictures are fed. */
export const layers = {
  'doing/choosing-layers': 'choosing layers "{part}"',

  'part/the-grid': 'the grid',
  'part/the-classic-figure': 'the classic figure',
  'layers/none': 'drawing {picture}: choose at least one layer and one channel.',
  'layers/none-left':
    'no map of these layers is left by the choice of verdicts in this picture; choose other layers or verdicts.',
  'layers/out-of-range': '{problem}.',
  'part/no-layer': 'there is no layer {layer}; the model has layers 0 to {last}',
  'part/no-layer-inside': 'there is no layer {layer}; layer {model} has layers 0 to {last} inside',
  'part/no-layers-inside': 'layer {layer} is no model, so it has no layers inside',
  'part/no-call-of-layer': {
    one: 'there is no {layer}#{call}; layer {layer} is called {count} time',
    other: 'there is no {layer}#{call}; layer {layer} is called {count} times, the first of which is #0',
  },
  'part/no-filter': 'layer {layer} has no channel {filter}; its channels are 0 to {last}',
  'part/no-place': 'layer {layer} has no row {row} with a column {column}',
  'layers/no-match': 'no layer has such a name; {hint}',
  'layers/unknown-name': 'no layer has this name; {hint}',
  'part/did-you-mean': 'did you mean {name}?',
  'part/see-layer-list': 'the list of layers has all names.',
  'layers/empty': 'choosing layers: the list is empty; give for example 1,4,7 or 0-14 or all.',

  'usage/preprocess-needs-colour':
    "preparing the picture: the preprocessing '{name}' is defined for three colour channels, but the model takes {channels}; choose tf, 127/128, 0..1 or none.",
} as const;
