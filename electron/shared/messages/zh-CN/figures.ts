export const figures = {
  'usage/figure-dpi': '图的分辨率为每英寸 {dpi} 点；请选择 {least} 到 {most}。',
  'usage/figure-text': '图中文字为 {points} pt；请选择 {least} 到 {most} pt。',
  'usage/figure-columns': '图中并排 {columns} 张特征图；请给出 {least} 到 {most} 的整数。',
  'usage/one-layer': '此图只显示一层，而选择了 {count} 层；请选择一层。',
  'usage/one-picture': '此图只显示一张图片，而给出了 {count} 张；请给出一张，或选择比较图。',
  'usage/compared-pictures': '比较图并排显示 {least} 到 {most} 张图片；请选择这么多，而不是 {count} 张。',
  'usage/figure-length': '{what}为 {length}（每英寸 {dpi} 点）；请选择 {least} 到 {most}。',
  'usage/figure-text-in-cell':
    '{points} pt 的文字对并排 {columns} 张的特征图来说太大：每张宽 {cell}，需要 {least}；请选择更小的文字、更少的并排数量或更大的宽度。',
  'usage/figure-transparent-jpeg': 'JPEG 图片没有透明背景；请选择 PNG、SVG 或 PDF，或换一种背景。',
  'part/figure-width': '图的宽度',
  'part/figure-height': '图的高度',
  'part/figure-cell': '图中每张特征图的大小',
  'part/figure-gap': '图中特征图的间距',
  'output/figure-too-large': '图会有 {width} × {height} 像素，而单边最多 {most}；{remedy}。',
  'part/figure-fewer': '请选择更少的层或特征图、更多并排、更小的文字或更低的分辨率',
  'part/figure-fewer-or-pdf': '请选择可分页的 PDF，或更少的层或特征图、更多并排、更小的文字或更低的分辨率',
  'output/figure-too-many-pixels':
    '图会有 {width} × {height} 像素，超过 {megapixels} 百万像素；请选择更低的分辨率、更小的宽度，或 PDF 或 SVG。',
  'note/letters-without-font':
    '本系统没有包含这些字符的字体：{letters}，图中以 ? 代替；请安装包含它们的字体。',
} as const;
