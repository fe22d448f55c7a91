/** Figures: how large they are, and what cannot be drawn. */
export const figures = {
  'usage/figure-dpi': 'the figure has {dpi} dots an inch; choose {least} to {most}.',
  'usage/figure-text': 'the text of the figure is {points} pt; choose {least} to {most} pt.',
  'usage/figure-columns':
    'the figure has {columns} maps side by side; choose a whole number from {least} to {most}.',
  'usage/figure-length': '{what} is {length} at {dpi} dots an inch; choose {least} to {most}.',
  'usage/figure-text-in-cell':
    'text of {points} pt is too large for {columns} maps side by side, which are {cell} wide and need {least}; choose smaller text, fewer maps side by side or a larger width.',
  'usage/figure-transparent-jpeg':
    'a JPEG picture has no transparent background; choose PNG, SVG or PDF, or another background.',
  'part/figure-width': 'the width of the figure',
  'part/figure-height': 'the height of the figure',
  'part/figure-cell': 'the size of a map in the figure',
  'part/figure-gap': 'the gap between maps of the figure',
} as const;
