export const figures = {
  'usage/figure-dpi': '图的分辨率为每英寸 {dpi} 点；请选择 {least} 到 {most}。',
  'usage/figure-text': '图中文字为 {points} pt；请选择 {least} 到 {most} pt。',
  'usage/figure-columns': '图中并排 {columns} 张特征图；请给出 {least} 到 {most} 的整数。',
  'usage/figure-length': '{what}为 {length}（每英寸 {dpi} 点）；请选择 {least} 到 {most}。',
  'usage/figure-text-in-cell':
    '{points} pt 的文字对并排 {columns} 张的特征图来说太大：每张宽 {cell}，需要 {least}；请选择更小的文字、更少的并排数量或更大的宽度。',
  'usage/figure-transparent-jpeg': 'JPEG 图片没有透明背景；请选择 PNG、SVG 或 PDF，或换一种背景。',
  'part/figure-width': '图的宽度',
  'part/figure-height': '图的高度',
  'part/figure-cell': '图中每张特征图的大小',
  'part/figure-gap': '图中特征图的间距',
} as const;
