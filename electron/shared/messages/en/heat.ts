/** What speaks for a class in a picture. */
export const heat = {
  'doing/explaining': 'explaining {picture} with {model}',

  'heat/no-such-class':
    '{model} has {count} classes, 0 to {last}, and class {wanted} is not among them; choose one that it has.',
  'heat/unknown-class': 'no class is called {name}; {hint}.',
  'part/give-class-number': 'give its number',
  'heat/several-classes': 'the classes {classes} are all called {name}; give a number.',
  'heat/not-finite': 'the gradient of {model} holds NaN or infinite values; {remedy}.',
  'heat/layer-without-way':
    '{layer} does not lead to {name}, so its heat would be 0 everywhere; choose a layer before the output.',
  'heat/no-maps': '{model} has no layer with maps before its output; choose a method that looks at pixels.',
  'heat/no-linear-head':
    'class activation maps need a mean over each map and one dense layer at the end, which {model} does not have; use Grad-CAM.',
  'heat/one-layer-only': 'class activation maps are those of layer {layer} {name} only; leave the layer out.',
  'heat/several-layers': '{count} layers were chosen, and heat is that of one; choose one.',
  'heat/needs-no-layer': 'the method {method} looks at the picture, not at a layer; leave the layer out.',
  'heat/square-too-large': 'a square of {size} pixels does not fit into the picture; use {most} at most.',
} as const;
