export const heat = {
  'doing/explaining': '用 {model} 解释 {picture}',

  'heat/no-such-class': '{model} 有 {count} 个类别（0 至 {last}），没有类别 {wanted}；请选择其中之一。',
  'heat/unknown-class': '没有名为 {name} 的类别；{hint}。',
  'part/give-class-number': '请给出编号',
  'heat/several-classes': '类别 {classes} 都名为 {name}；请给出编号。',
  'heat/not-finite': '{model} 的梯度含有 NaN 或无穷大；{remedy}。',
  'heat/layer-without-way': '{layer}不通向 {name}，热度将处处为 0；请选择输出之前的层。',
  'heat/no-maps': '{model} 的输出之前没有带特征图的层；请选择针对像素的方法。',
  'heat/no-linear-head': '类激活图要求末端为各特征图的均值加一个全连接层，而 {model} 没有；请使用 Grad-CAM。',
  'heat/one-layer-only': '类激活图只能取自第 {layer} 层 {name}；请不要指定层。',
  'heat/several-layers': '选择了 {count} 层，而热度只取自一层；请选择一层。',
  'heat/needs-no-layer': '方法 {method} 针对图片而不是某一层；请不要指定层。',
  'heat/square-too-large': '{size} 像素的方块大于图片；最多 {most} 像素。',
} as const;
