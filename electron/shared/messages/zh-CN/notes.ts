export const notes = {
  'note/other-precision': '模型原本以 {policies} 运行；此处以 float32 计算，因此结果与 Keras 的略有不同。',
  'short/other-precision': '模型原用其他精度：此处以 float32 计算',
  'note/random-layers':
    '模型以 training=True 调用 {layers}，因此在 Keras 中每次预测都会在那里取随机数；此处这些层不加随机计算，与未给出 training=True 时相同。',
  'short/random-layers': '{layers}：在 Keras 中预测时带随机性，此处不加随机计算',
  'note/own-statistics':
    '模型以 training=True 调用 {layers}，因此那里使用图片自身的均值和方差，而不是保存的值，与 Keras 2 每次预测一张图片时相同。',
  'short/own-statistics': '{layers}：按图片自身的统计量归一化（training=True）。',
  'note/stateful-layers':
    '模型会把 {layers} 记住的状态从一次预测带到下一次（stateful）；此处每次预测都从零开始，与 Keras 中的第一次预测相同。',
  'short/stateful-layers': '{layers}：在 Keras 中带状态，此处每次预测都从零开始',
  'part/names-and-more': '{names} 及另外 {more} 个',
  'note/version-taken': '文件未注明由哪个 Keras 保存；从其形式判断，按 Keras {version} 读取。',
  'short/version-taken': '文件未注明由哪个 Keras 保存：按 Keras {version} 读取。',
  'note/newer-version': '文件由 Keras {version} 保存，比本程序所知的版本更新；其中新增的内容可能缺失。',
  'short/newer-version': '由 Keras {version} 保存，比本程序所知的版本更新。',
  'part/setting-of': '层 {layer} 的 {setting}',
  'note/unknown-settings': '此处不认识的设置已略过：{settings}。',
  'short/unknown-settings': '此处不认识的设置已略过：{settings}。',

  'note/open-size': '模型不限图片尺寸；使用 {height} × {width}。',
  'short/open-size': '模型不限尺寸：使用 {width} × {height}',

  'note/unknown-preprocess':
    '不清楚此模型是如何训练的，因此像素按 {fed} 输入：{why}；如果训练时不同，请另选预处理。',
  'short/unknown-preprocess': '预处理未知：{name} 为推测',
  'note/known-preprocess': '像素按 {fed} 输入：{why}。',
  'short/known-preprocess': '预处理 {name}，依据模型本身。',
  'note/doubtful-preprocess': '像素按 {fed} 输入，但应按 {expectedFed} 输入：{why}。',
  'short/doubtful-preprocess': '预处理 {name} 似乎不对，应为 {expected}',
  'part/fed-as-range': '{range}（{name}）',
  'part/fed-as-torch': 'torch 的方式（约 -2.1..2.6）',
  'part/fed-as-caffe': 'caffe 的方式（约 -124..151）',
  'part/why-catalogue': '目录中如此注明',
  'part/why-metadata': '模型旁边 Teachable Machine 的 {subject} 如此说明',
  'part/why-whole-numbers': '其输入 {subject} 接受整数',
  'part/why-scales-itself': '模型在层 {subject} 中自行缩放输入',
  'part/why-statistics': '{subject} 在训练时见到的像素属于这一范围',
  'part/why-known-name': 'Keras applications 的 {subject} 采用这种方式',
  'part/why-usual': '模型没有缩放输入的层，这类模型大多使用 x / 255',

  'note/grey-input': '模型接受一个通道，因此图片以灰度（ITU-R 601 亮度）输入。',
  'short/grey-input': '模型接受灰度图，图片已转换。',
  'note/array-input':
    '模型需要 {channels} 个通道：请给出有同样多波段的 TIFF 图片，或该形状的 .npy 数组，其数值原样输入。',
  'short/array-input': '模型需要 {channels} 个通道：请打开有同样多波段的 TIFF 图片，或 .npy 数组。',
  'note/alpha-input':
    '模型接受四个通道：图片在红、绿、蓝之后以不透明（255）作为 alpha 输入；四个波段的 TIFF 图片原样输入。',
  'short/alpha-input': '模型接受四个通道：图片的 alpha 按不透明输入。',
  'note/several-heads': '{count} 个输出可供显示，现显示 {name}。',
  'short/several-heads': '{count} 个输出可供显示，现显示 {name}。',
  'note/softmax-of-one': '输出 {name} 是单个数的 softmax，对任何图片都是 1；要区分两个类别，应使用 sigmoid。',
  'short/softmax-of-one': '输出 {name} 是单个数的 softmax：对任何图片都是 1',

  'note/nan':
    '{picture}：结果中含有 NaN（不是数）；最先给出 NaN 的是{layer}；请检查它的设置和权重，以及预处理。',
  'short/nan': '从层 {name} 起结果为 NaN',
  'note/nan-behind':
    '{picture}：结果中含有 NaN（不是数）；最先给出 NaN 的是{layer}，此前从{infinite}起已有无穷大的值；请检查它的设置和权重，以及预处理。',
  'short/nan-behind': '从层 {name} 起结果为 NaN',
  'note/infinite':
    '{picture}：结果中含有无穷大的值；最先给出这种值的是{layer}；请检查它的设置和权重，以及预处理。',
  'short/infinite': '从层 {name} 起有无穷大的值',
  'part/and-first-nan': '{remedy}；最先给出 NaN 的是{layer}',
  'part/and-first-infinite': '{remedy}；最先给出无穷大的值的是{layer}',

  'note/output-sigmoid': '输出 {name} 为每个类别给出各自的概率（sigmoid），因此总和不一定是 100 %。',
  'note/output-binary': '输出 {name} 给出一个概率（sigmoid），即类别 1 的概率；其余属于类别 0。',
  'note/output-scores': '输出 {name} 给出分数而不是概率，因此按原样显示；也可改为显示其 softmax。',
  'note/output-softmax-of-scores': '概率是输出 {name} 所给分数的 softmax。',
  'note/output-value': '输出 {name} 给出一个数，不是概率。',

  'note/labels-beside': '类别名称来自模型旁的 {name}。',
  'short/labels-beside': '类别名称来自模型旁的 {name}。',
  'note/labels-unfit': '未使用模型旁的标签文件：{why}',
  'short/labels-unfit': '模型旁的 {name} 不匹配',
  'note/labels-guessed': '模型有 1000 个类别，因此按 ImageNet 命名。',
  'short/labels-guessed': '共 1000 类：推测为 ImageNet 名称',
  'note/labels-gap': '标签文件 {file} 中有 {count} 个类别没有名称，例如第 {example} 类。',
  'short/labels-gap': '{name} 中有 {count} 类没有名称',
  'note/labels-duplicate': '标签文件 {file} 中有 {count} 个名称对应多个类别，例如“{example}”。',
  'short/labels-duplicate': '{name} 中有 {count} 个名称重复：{example}',

  'note/layers-without-maps': '层 {layers} 没有高度和宽度，因此没有它们的图片；其数值见统计和激活值。',
  'note/hypercolumns-without': '层 {layers} 没有特征图，因此超列中不含这些层。',
  'note/constant-hypercolumn': '{name}：超列处处为同一数值 {value}，因此图片只有一种颜色。',

  'note/choice-left-out': '先前的一项选择未采用：{why}',
  'short/choice-left-out': '先前的选择已不适用',
} as const;
