export const app = {
  'doing/printing': '输出结果',

  'output/disk-full': '磁盘已满；请腾出空间或换一个位置。',
  'output/unwritable': '{why}；请换一个位置或名称。',
  'part/print-failed': '无法写出（{why}）',
  'output/too-large':
    '绘制 {picture}（{layers} 层 × {filters} 个滤波器）：约 {width} × {height} 像素，超过 {megapixels} 百万像素或单边 {side} 像素的上限；请选择{advice}。',
  'part/advice-filters': '最多 {most} 个滤波器',
  'part/advice-layers': '最多 {most} 层',
  'part/advice-either': '{first}或{second}',
  'part/advice-fewer': '更少的层和滤波器',

  'doing/working': '处理中',
  'job/cancelled': '已中断；{left}。',
  'part/nothing-unfinished-left': '没有留下未完成的内容',
  'job/superseded': '已被更新的请求取代。',

  'compute/crashed': '引擎已停止，正在重新启动；请重试。',

  'internal/page': '窗口中发生意外情况（{what}）；请重试。',
  'internal/foreign-sender': '只有应用的窗口可以发出请求；请重新启动应用。',
  'internal/unexpected': '发生意外故障（{what}）；这是 Featurescope 的错误，请报告。',
  'internal/unknown-request': '处理请求：没有名为 {name} 的请求；请重新启动应用。',
  'internal/invalid-request': '处理请求 {name}：输入无效；请重新启动应用。',
} as const;
