/** Figures: how large they are, and what cannot be drawn. */
export const figures = {
  'usage/figure-dpi': 'the figure has {dpi} dots an inch; choose {least} to {most}.',
  'usage/figure-text': 'the text of the figure is {points} pt; choose {least} to {most} pt.',
  'usage/figure-columns':
    'the figure has {columns} maps side by side; choose a whole number from {least} to {most}.',
  'usage/one-layer': 'the figure shows one layer, and {count} are chosen; choose one.',
  'usage/one-picture':
    'the figure shows one picture, and {count} are given; give one, or choose the comparison.',
  'usage/compared-pictures':
    'a comparison shows {least} to {most} pictures side by side; choose so many instead of {count}.',
  'usage/figure-length': '{what} is {length} at {dpi} dots an inch; choose {least} to {most}.',
  'usage/figure-text-in-cell':
    'text of {points} pt is too large for {columns} maps side by side, which are {cell} wide and need {least}; choose smaller text, fewer maps side by side or a larger width.',
  'usage/figure-transparent-jpeg':
    'a JPEG picture has no transparent background; choose PNG, SVG or PDF, or another background.',
  'part/figure-width': 'the width of the figure',
  'part/figure-height': 'the height of the figure',
  'part/figure-cell': 'the size of a map in the figure',
  'part/figure-gap': 'the gap between maps of the figure',
  'output/figure-too-large':
    'the figure would have {width} × {height} pixels, and a side may have at most {most}; {remedy}.',
  'part/figure-fewer': 'choose fewer layers or maps, more side by side, smaller text or fewer dots an inch',
  'part/figure-fewer-or-pdf':
    'choose PDF, which has pages, or fewer layers or maps, more side by side, smaller text or fewer dots an inch',
  'output/figure-too-many-pixels':
    'the figure would have {width} × {height} pixels, more than {megapixels} megapixels; choose fewer dots an inch, a smaller width, or PDF or SVG.',
  'note/letters-without-font':
    'no font of this system has the letters {letters}, so the figure has ? in their places; install a font that has them.',
} as const;
