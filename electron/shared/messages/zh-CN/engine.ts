export const engine = {
  'doing/running': '运行 {model}',
  'doing/preparing': '准备 {model}',

  'engine/bad-input': '{problem}；模型需要 {shape}。',
  'part/input-rank': '输入为 {rank} 阶，形状 {shape}',
  'part/input-shape': '输入的形状为 {shape}',
  'part/input-length': '输入有 {held} 个值，而形状 {shape} 需要 {needed} 个',
  'engine/not-for-pictures':
    '其输入为 {shape}，不是（批次, 高, 宽, 通道）形式的图片；请打开以图片为输入的模型。',
  'engine/not-finite': '输入的第 {place} 个值为 {value}；所有值都必须是有限的数值。',
  'engine/too-large': '{layer}的结果为 {shape}，超过 2 GB；请使用更小的输入。',
  'model/input-too-small': '输入 {size} 对该模型来说过小：{layer}将得不到任何像素；请使用更大的尺寸。',

  'engine/no-memory':
    '用 {model} 计算：一次约需 {megabytes} MB 内存，而可用内存只有 {free} MB；请关闭其他程序，或使用较小的图片尺寸。',

  'engine/bad-request': '{problem}；请另作选择。',
  'part/empty-hypercolumn': '超列至少需要一层',
  'part/nothing-asked': '没有请求任何结果',
  'part/no-such-result': '结果 {call}:{output} 不存在',
  'part/no-maps': '{layer}的结果为 {shape}，没有特征图',
  'part/no-such-channels': '请求了通道 {channels}，但该层有 {count} 个通道',
  'part/no-channels': '没有请求任何通道',
  'part/bad-range': '固定范围 {from} 到 {to} 为空或不是数值范围',
  'part/weights-of-sum': '求和权重的形状为 {given}，而结果为 {shape}',
  'engine/no-gradient': '{layer}无法求梯度（{why}）；请选择其后的层，或不需要梯度的方法。',
  'part/no-gradient-no-kernel': 'TensorFlow 没有 {operation} 的梯度',
  'part/no-gradient-loop': '它的步数不固定',
  'part/no-gradient-patches': '它的图块有膨胀，或步幅不相等',
  'part/no-gradient-unknown': '此处没有 {operation} 的梯度',
  'engine/several-inputs':
    '它有 {count} 个输入；只能运行以一张图片为唯一输入的模型，请保存其余输入已固定的模型。',

  'engine/failed': '{problem}；请附上模型报告此问题。',
  'part/pass-failed': 'TensorFlow 报告“{why}”',
  'part/graph-refused': 'TensorFlow 不接受其计算图（“{why}”）',
  'engine/temporary-folder':
    '无法写入临时文件夹 {folder}（{why}）；请检查，或用环境变量 TMPDIR 指定另一个文件夹。',
  'engine/temporary-folder-full':
    '临时文件夹 {folder} 已满；请清理其中的空间，或用环境变量 TMPDIR 指定另一个文件夹。',
  'engine/not-installed': '加载 TensorFlow：其本机部分缺失或不适合本机（{why}）；{remedy}。',
  'part/set-up': '请运行“npm run setup”',
  'part/reinstall-package': '请重新安装 Featurescope 软件包；若仍不行，请安装适合本机的软件包',
} as const;
