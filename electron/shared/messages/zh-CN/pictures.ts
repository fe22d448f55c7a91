export const pictures = {
  'doing/reading': '读取 {file}',

  'part/picture-formats': '{some} 或 {last}',
  'image/not-found': '没有这个文件；请检查路径。',
  'image/bad-name': '路径中的名称不是 UTF-8 文本，文件夹中也没有唯一与之相符的文件；请重命名该文件。',
  'image/is-directory': '这是一个文件夹；请选择其中的图片文件。',
  'image/empty': '文件为空；请选择 {formats} 文件。',
  'image/not-an-image': '{problem}。',
  'part/give-another': '内容是{what}，不是图片；请选择 {formats} 文件',
  'part/git-lfs-pointer': '内容是 Git LFS 指针，而不是图片本身；请在其文件夹中运行 git lfs pull',
  'part/device-or-pipe': '这是设备或管道；请选择图片文件',
  'image/unsupported-format': '{problem}；请另存为 {formats} 文件。',
  'image/damaged': '{format} 数据已损坏，图片没有任何部分可以解码；请重新获取该文件。',
  'image/too-large': '{problem}。',
  'part/too-many-pixels':
    '图片有 {width} x {height} 像素（{megapixels} 百万像素），上限为 {limit}；请先缩小图片',
  'part/file-of-gibibytes': '文件有 {size} GiB，上限为 1 GiB；请先缩小图片',
  'image/changed': '文件已不是打开时的那个；请重新打开。',
  'image/unreadable': '{problem}。',
  'part/no-permission-to-read': '没有读取此文件的权限；请更改其权限',
  'part/read-failed': '无法读取文件（{why}）；请复制到别处再试',

  'part/file-damaged': '文件已损坏',
  'part/file-cut-off': '文件被截断或已损坏',
  'note/picture-missing': '读取 {file}：{cause}；图片缺少 {percent} %，缺少的部分留白。',
  'note/picture-coarse': '读取 {file}：{cause}；图片的一部分可能缺失或粗糙。',
  'note/picture-transparent': '读取 {file}：所有像素都是透明的，只剩下白色；请选择有内容的图片。',
  'note/picture-few-bits':
    '读取 {file}：16 位中只用了 {used} 位：最亮的值只有取值范围的 1/{share}，图片几乎全黑；请把数值乘以 {share} 后重新保存。',
  'note/picture-values':
    '读取 {file}：其数值（{type}）从 {lowest} 到 {highest}；{low} 到 {high} 按 0 到 255 输入。',
  'note/picture-values-cut':
    '读取 {file}：其数值（{type}）从 {lowest} 到 {highest}；{low} 到 {high} 按 0 到 255 输入，超出的按 0 或 255 输入。',
  'note/picture-one-value': '读取 {file}：所有数值（{type}）都是 {value}，图片只有一种颜色。',
  'note/picture-no-numbers':
    '读取 {file}：{all} 个数值中有 {count} 个为 NaN、无穷大或被标为缺失；按 {low} 输入。',
  'image/no-values': '全部 {count} 个数值都是 NaN、无穷大或被标为缺失；请选择含有真实数值的图片。',
  'image/dark-values': '其数值（{type}）最大为 {highest}，显示出来会全黑；请使用其数值范围，或存为 8 位。',
  'note/first-frame': '读取 {file}：这是 {count} 帧中的第一帧；若应为其他帧，请选择。',
  'note/first-frame-only': '读取 {file}：这是 {count} 帧中的第一帧；其他帧无法读取。',
  'image/no-such-frame': '没有第 {frame} 帧，图片共有 {count} 帧。',
  'image/frame-unread': '其 {count} 帧中只能读取第一帧；请把该帧另存为图片。',
  'image/no-bands': '只有存储灰度或颜色数值的 TIFF 图片才能选择波段，这张图片不是；请不要选择波段。',
  'image/no-such-band': '没有波段 {band}，图片共有 {count} 个波段。',
  'part/too-many-bands':
    '图片有 {width} x {height} 像素、{count} 个波段（{millions} 百万个数值），上限为 {limit}；请选择较少的波段或缩小图片',
  'note/bands-left-out': '读取 {file}：{count} 个波段中输入 {bands}，其余未用；若应为其他波段，请选择。',
  'image/bands-unfit':
    '{model} 需要 {channels} 个通道，但图片的 {total} 个波段中取了 {bands}；请从中选择 {channels} 个。',
  'image/too-few-bands':
    '{model} 需要 {channels} 个通道，但图片只有 {total} 个波段；请给出有 {channels} 个波段的图片，或形状为 {wanted} 的 .npy 数组。',
  'note/value-range-unused': '读取 {file}：所选的数值范围没有使用，它只用于以数值存储亮度的 TIFF 图片。',
  'note/profile-ignored':
    '读取 {file}：其颜色属于 {colours}；按存储的数值输入，与 Keras、Pillow 和 OpenCV 相同。',
  'note/profile-damaged': '读取 {file}：颜色配置文件已损坏；颜色按 sRGB 处理。',
  'note/profile-unread': '读取 {file}：颜色的类型（nclx）不会被转换；颜色按 sRGB 处理。',
  'note/profile-unsuitable': '读取 {file}：颜色配置文件不适用于此图片；颜色按 sRGB 处理。',
  'image/npy-damaged': '{problem}；请用 np.save 重新保存该数组。',
  'part/npy-no-file': '内容不是 NumPy 的 .npy 文件',
  'part/npy-version': '不认识 .npy 格式版本 {version}',
  'part/npy-header': '.npy 文件头无法读取',
  'image/npy-size': '形状 {shape} 需要 {expected} 字节数据，但文件中有 {found} 字节；请重新保存该数组。',
  'image/npy-byte-order': "数值为大端序（'>f4'），需要 '<f4'；请保存 np.ascontiguousarray(a, dtype='<f4')。",
  'image/npy-dtype':
    "数值类型为 '{dtype}'，需要 float32（'<f4'）；请保存 np.ascontiguousarray(a, dtype='<f4')。",
  'image/npy-order': "数组为 Fortran 顺序，需要 C 顺序；请保存 np.ascontiguousarray(a, dtype='<f4')。",
  'image/npy-shape': '形状为 {shape}，需要一张图片：（高, 宽）、（高, 宽, 通道）或（1, 高, 宽, 通道）。',
  'image/npy-not-finite':
    '{all} 个数值中有 {bad} 个为 NaN 或无穷大，第一个（{first}）位于索引 {index}；请替换它们，例如用 np.nan_to_num(a)。',
} as const;
