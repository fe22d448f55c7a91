import type { glossaryEn } from './en';

export const glossaryZhCN: Readonly<Record<keyof typeof glossaryEn, string>> = {
  'term.featureMap': '特征图',
  'term.featureMap.text':
    '某一层对此图片的结果中的一个通道：每个位置一个数值，以颜色显示。它表示网络在哪些位置发现了该通道所响应的内容。',
  'term.hypercolumn': '超列（Hypercolumn）',
  'term.hypercolumn.text':
    '一个像素上方的所有数值：将若干层的特征图放大到图片大小，每张图取一个值。此处显示它们的均值，一张图即可看出这些层在每个位置的响应强度。',
  'term.batchNorm': '批量归一化',
  'term.batchNorm.text':
    '用训练时测得的数值对每个通道进行平移和缩放，使其取值围绕共同的中心。训练完成后这些数值固定不变：通道的每个值都乘以一个数，再加上一个数。',
  'term.entropy': '熵',
  'term.entropy.text':
    '以 bit 表示分布的均匀程度：全部集中于一个类别或一个数值时为 0，越均匀则越大。一千个类别概率相等时为 9.97 bit；特征图的数值均匀落入 256 档时为 8 bit。',
  'term.range': '显示范围',
  'term.range.text':
    '颜色所对应的数值区间，从最低值到最高值。选“单图”时每张图各用自己的范围，便于看清细节；选“单层”或“固定”时，同一颜色在多张图中代表同一数值。',
  'term.receptiveField': '感受野',
  'term.receptiveField.text':
    '图片中能够影响某个数值的区域。它逐层增大：最初几层看到边缘，深层看到完整的物体。',
  'term.inactive': '未激活',
  'term.inactive.text': '该特征图在此图片中所有值均为 0。换一张图片，该通道可能会有响应。',
  'term.dead': '失活',
  'term.dead.text': '在已看过的所有图片（至少五张）中，该特征图所有值均为 0。这样的通道不起作用，可以省去。',
  'term.constant': '恒定',
  'term.constant.text': '该特征图的数值相差不超过本层取值范围的千分之一。该通道对此图片没有响应。',
  'term.copy': '与输入雷同',
  'term.copy.text':
    '该特征图几乎就是灰度原图或其反相：r 大于 0.95 或小于 −0.95。该通道只传递亮度，没有提取多少新的特征。',
  'term.sparse': '稀疏',
  'term.sparse.text': '超过 90% 的值为 0。该通道只在少数位置响应，是特定特征的表现。',
  'term.saturated': '饱和',
  'term.saturated.text': '超过 20% 的值达到激活函数的极限，例如 ReLU6 的 6。达到极限之处，差别已经丢失。',
  'term.twin': '重复',
  'term.twin.text':
    '该特征图与本层的另一张同向或反向变化：两者的 r 大于 0.98 或小于 −0.98。两者或许留一即可。',
};
