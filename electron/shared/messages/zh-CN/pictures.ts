export const pictures = {
  'doing/reading': '读取 {file}',

  'image/warning': '图片已打开，但并非所有内容都能按原意读取。',
  'image/npy-damaged': '{problem}；请用 np.save 重新保存该数组。',
  'part/npy-no-file': '内容不是 NumPy 的 .npy 文件',
  'part/npy-version': '不认识 .npy 格式版本 {version}',
  'part/npy-header': '.npy 文件头无法读取',
  'image/npy-size': '形状 {shape} 需要 {expected} 字节数据，但文件中有 {found} 字节；请重新保存该数组。',
  'image/npy-byte-order': "数值为大端序（'>f4'），需要 '<f4'；请保存 np.ascontiguousarray(a, dtype='<f4')。",
  'image/npy-dtype':
    "数值类型为 '{dtype}'，需要 float32（'<f4'）；请保存 np.ascontiguousarray(a, dtype='<f4')。",
  'image/npy-order': "数组为 Fortran 顺序，需要 C 顺序；请保存 np.ascontiguousarray(a, dtype='<f4')。",
  'image/npy-shape': '形状为 {shape}，需要一张图片：（高, 宽, 通道）或（1, 高, 宽, 通道）。',
  'image/npy-not-finite':
    '{all} 个数值中有 {bad} 个为 NaN 或无穷大，第一个（{first}）位于索引 {index}；请替换它们，例如用 np.nan_to_num(a)。',
} as const;
