/** Words of the field, each with two sentences: `term.<id>` and `term.<id>.text`. The terms are listed in renderer/lib/glossary.ts. */
export const glossaryEn = {
  'term.featureMap': 'Feature map',
  'term.featureMap.text':
    'One channel of a layer’s result for this picture: a number for each place, drawn as a colour. It shows where the network found what this channel responds to.',
  'term.hypercolumn': 'Hypercolumn',
  'term.hypercolumn.text':
    'The list of all values above one pixel: one from each map of some layers, enlarged to the size of the picture. Here their mean is drawn, so that one picture shows how strongly these layers respond at each place.',
  'term.batchNorm': 'Batch normalization',
  'term.batchNorm.text':
    'Shifts and scales each channel by numbers measured in training, so that its values lie around a common centre. In a trained model these are fixed: every value of a channel is multiplied by one number, and another one is added.',
  'term.entropy': 'Entropy',
  'term.entropy.text':
    'Says in bits how evenly something is spread: 0 where one class or one value has everything, more where many share it. A thousand equally likely classes have 9.97 bits; a map with equally many values in all 256 bins has 8.',
  'term.range': 'Range',
  'term.range.text':
    'What the colours run over, from the lowest value to the highest. With Map each map has its own, so that its details show; with Layer or Fixed one colour means one number in several maps.',
  'term.receptiveField': 'Receptive field',
  'term.receptiveField.text':
    'The part of the picture that can change a value. It grows from layer to layer: the first layers see edges, deep ones see whole objects.',
  'term.inactive': 'Inactive',
  'term.inactive.text':
    'Every value of the map is 0 in this picture. In another picture the channel may respond.',
  'term.dead': 'Dead',
  'term.dead.text':
    'Every value of the map is 0 in all pictures seen, at least five. Such a channel does nothing and could be left out.',
  'term.constant': 'Constant',
  'term.constant.text':
    'The values of the map differ by at most a thousandth of the range of its layer. The channel does not respond to this picture.',
  'term.copy': 'Copy of the input',
  'term.copy.text':
    'The map is almost the picture in grey, or its negative: r is above 0.95, or below −0.95. The channel passes brightness through and adds little of its own.',
  'term.sparse': 'Sparse',
  'term.sparse.text':
    'Over 90% of the values are 0. The channel responds at few places, which is typical of a specific feature.',
  'term.saturated': 'Saturated',
  'term.saturated.text':
    'Over 20% of the values are at the limit of the activation, such as 6 for ReLU6. Where a value is at the limit, differences are lost.',
  'term.twin': 'Duplicate',
  'term.twin.text':
    'The map moves with another one of its layer, or against it: r of the two is above 0.98, or below −0.98. One of the two may do.',
} as const;
