export const layers = {
  'doing/choosing-layers': '选择层“{part}”',

  'part/the-grid': '网格图',
  'part/the-classic-figure': '经典图',
  'layers/none': '绘制{picture}：请至少选择一层和一个通道。',
  'layers/none-left': '在此图片中，这些层没有一张图符合所选的判断；请选择其他层或判断。',
  'layers/out-of-range': '{problem}。',
  'part/no-layer': '没有第 {layer} 层；模型的层为 0 到 {last}',
  'part/no-layer-inside': '没有第 {layer} 层；第 {model} 层内部的层为 0 到 {last}',
  'part/no-layers-inside': '第 {layer} 层不是模型，内部没有层',
  'part/no-call-of-layer': '没有 {layer}#{call}；第 {layer} 层被调用 {count} 次，第一次为 #0',
  'part/no-filter': '第 {layer} 层没有通道 {filter}；其通道为 0 到 {last}',
  'part/no-place': '第 {layer} 层没有第 {row} 行第 {column} 列',
  'layers/no-match': '没有这样名称的层；{hint}',
  'layers/unknown-name': '没有这个名称的层；{hint}',
  'part/did-you-mean': '是否指 {name}？',
  'part/see-layer-list': '层列表中有所有名称。',
  'layers/empty': '选择层：列表为空；请给出例如 1,4,7 或 0-14 或 all。',

  'usage/preprocess-needs-colour':
    '准备图片：预处理“{name}”只适用于三个颜色通道，但模型需要 {channels} 个；请选择 tf、127/128、0..1 或 none。',
} as const;
