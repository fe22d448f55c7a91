export const app = {
  'doing/working': '处理中',
  'job/cancelled': '已中断；{left}。',
  'part/nothing-unfinished-left': '没有留下未完成的内容',
  'job/superseded': '已被更新的请求取代。',
  'job/partly-failed': '{problem}。',
  'part/pictures-failed': '处理 {pictures} 张图片：其中 {failures} 张失败，见上文；其余已完成',
  'part/all-pictures-failed': '处理 {pictures} 张图片：全部失败，见上文',
  'part/frames-failed': '拍摄 {frames} 帧：其中 {failures} 帧失败，见上文；其余已写出',
  'job/unknown-model': '模型 {model} 已不在内存中；请重新选择它。',
  'job/unknown-picture': '这张图片已不在内存中；请重新打开。',
  'job/unknown-analysis': '这个结果已不在内存中；请重新分析图片。',

  'compute/crashed': '引擎已停止，正在重新启动；请重试。',
  'compute/not-running': '引擎没有运行；请重启引擎后重试。',

  'internal/page': '窗口中发生意外情况（{what}）；请重试。',
  'internal/foreign-sender': '只有应用的窗口可以发出请求；请重新启动应用。',
  'internal/unexpected': '发生意外故障（{what}）；这是 Featurescope 的错误，请报告。',
  'internal/unknown-request': '处理请求：没有名为 {name} 的请求；请重新启动应用。',
  'internal/invalid-request': '处理请求 {name}：输入无效；请重新启动应用。',
  'internal/licences-missing':
    '显示 Chromium 的许可证：无法打开 {file}（{problem}）；请自行打开该文件，或重新安装 Featurescope。',
  'part/file-missing': '文件缺失',

  'internal/font-missing': '绘制文字：字体文件 {file} 无法读取；请重新安装 Featurescope。',

  'usage/bad-arguments': '{what}；“{help}”说明用法。',
  'internal/file-not-opened':
    '打开 {file}：窗口要求打开一个您未曾打开的文件；请用对话框打开，或将其拖入窗口。',
} as const;
