export const files = {
  'part/no-such-file': '没有这个文件；请检查路径',
  'part/path-through-file': '路径的一部分是文件而不是文件夹；请检查路径',
  'part/path-too-long': '路径过长；请检查',
  'part/link-to-itself': '路径中的链接指向自身；请检查路径',
  'part/may-not-read': '当前用户无权读取；请更改其权限',
  'part/unreadable-file': '无法读取（{why}）；请复制到别处后重试',
  'part/is-a-folder': '这是一个文件夹；请给出文件',
  'part/is-a-device': '这是一个设备或管道；请给出文件',
  'part/too-many-open-files': '同时打开的文件过多',
  'part/disk-does-not-answer': '磁盘或网络共享没有响应',
  'part/no-answer-to-reading': '所在的磁盘或网络共享没有响应；请检查连接，或将文件复制到本机',
  'part/open-picture': '这是当前打开的图片',
} as const;
