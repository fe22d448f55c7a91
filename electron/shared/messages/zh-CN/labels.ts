export const labels = {
  'doing/reading-labels': '读取标签文件 {file}',
  'labels/unreadable': '{problem}。',
  'part/labels-too-large': '它超过 {megabytes} MB，远远超出类别名称所需；请给出另一个文件',
  'labels/not-utf8': '它不是 UTF-8 文本；请以该编码重新保存。',
  'labels/damaged':
    '{problem}；请给出 JSON 列表、Keras 的类别索引、表格（CSV）或每行一个名称的文本文件（UTF-8）。',
  'part/labels-empty': '它是空的',
  'part/labels-no-list': '它不是类别名称列表',
  'part/labels-bad-number': '它不是类别名称列表（类别编号 {number}）',
  'part/labels-number-twice': '它不是类别名称列表（类别编号 {number} 出现了两次）',
} as const;
