export const weights = {
  'model/damaged': '{problem}；请重新复制或下载。',
  'part/hdf5-unsound': '其 HDF5 数据不完好，可能被截断或在途中损坏',
  'part/zip-cut': '它不是完整的 .keras（zip）文件，可能被截断',
  'part/zip-checksum': '其中 {part} 的校验和不对，保存之后有内容发生了变化',
  'part/shards-cut': '其权重文件（{bytes} 字节）在 {weight} 完整之前就结束了',
  'model/unsupported-compression': '{array} 以{filter}压缩，这里无法读取；请用 gzip 或不压缩地重新保存文件。',
  'model/nameless-bfloat16':
    '{array} 中是 bfloat16 数值，Keras 写入 .h5 时没有注明；文件是完整的，但请将模型另存为 .keras，那里可以读取。',
  'model/subclassed-weights':
    '这是由作者自行编写类（keras.Model 的子类）的模型的权重，没有层列表可循；请用函数式或 Sequential 方式构建该模型，再用 model.save("model.keras") 保存。',
  'part/filter-number': '过滤器 {id} ',

  'model/no-weights': '{problem}。',
  'part/zip-without-weights': '压缩包中没有 model.weights.h5，缺少训练得到的数值；请重新保存整个模型',
  'part/h5-without-weights': '其中没有 Keras 保存的权重；请给出 model.save_weights(...) 的文件',
  'part/shard-missing': '缺少其权重文件 {name}；请把模型的所有文件放在同一文件夹中',
  'part/shard-unreadable': '其权重文件 {name} 无法读取（{why}）；请把模型的所有文件放在同一文件夹中',

  'model/missing-weight': '{problem}；请重新保存模型。',
  'part/weight-only-listed': '层 {layer} 列出了权重 {weight}，但其数值不在文件中',
  'part/weights-lacking': '它需要 {count} 个权重（{names}），而文件中有 {held} 个',
  'part/weights-lacking-named': '它需要 {count} 个权重（{names}），而文件中有 {held} 个；缺少：{missing}',
  'model/surplus-weight': '{problem}；权重与配置不属于同一模型，请给出一起保存的权重与配置。',
  'part/weights-needless': '它不需要权重，而文件中有它的 {count} 个权重，形状为 {shapes}',
  'part/weights-surplus': '它只需要 {names}，而文件中有它的 {count} 个权重，形状为 {shapes}',
  'part/model-weights-surplus': '其各层需要 {needed} 个权重，而文件中有 {held} 个',
  'part/weights-of-no-layer': '文件中有层 {layer} 的 {count} 个权重，但配置中没有该层',
  'model/wrong-shape':
    '它需要形状为 {wanted} 的 {weight}，而文件中为 {found}；权重与配置不属于同一模型，请给出一起保存的权重与配置。',
  'model/not-finite': '{problem}；{remedy}。',
  'part/weights-not-finite': '{weight} 的 {all} 个数值中有 {bad} 个为 NaN 或无穷大，结果将没有意义',
  'part/older-copy': '请使用训练出错之前的副本',
  'part/lora-apart': '它把 LoRA 训练的部分与卷积核分开保存',
  'part/save-as-keras': '请把模型保存为 .keras，Keras 会在其中合并它们',

  'model/wrong-architecture': '权重与网络结构 {architecture} 不符：{problem}；请给出保存这些权重的网络结构。',
  'part/more-than-file': '其各层需要的数值多于文件所能容纳的',
  'part/counts-differ':
    '文件中有 {held} 层的权重，而网络结构有 {planned} 个带权重的层；第一个不同之处：{unfit}',
  'part/shapes-differ': '{layer}需要形状为 {wanted} 的权重，而文件的 {holder} 中为 {found}',
  'part/no-more-layers': '{layer}需要形状为 {wanted} 的权重，而文件中没有更多的层',
  'part/holder-without-layer': '文件中的 {holder}（{found}）不属于网络结构的任何一层',
  'part/no-shapes': '无',
} as const;
