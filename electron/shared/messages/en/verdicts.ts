/** What is said of maps, layers and models: what was found, what it may mean, why it is so, and a word for narrow places. */
export const verdicts = {
  'short/verdict-inactive': 'inactive',
  'short/verdict-dead': 'dead',
  'short/verdict-constant': 'constant',
  'short/verdict-copy': 'copy',
  'short/verdict-sparse': 'sparse',
  'short/verdict-saturated': 'saturated',
  'short/verdict-twin': 'duplicate',

  'verdict/inactive': 'every value is 0 in this picture.',
  'verdict/inactive-in-all': 'every value is 0 in all {seen} pictures seen.',
  'verdict/inactive-here': 'every value is 0 in this picture; in {active} of {seen} pictures it responded.',
  'verdict/dead': 'every value is 0 in all {seen} pictures seen.',
  'verdict/one-value': 'every value is {value}.',
  'verdict/constant':
    'nearly one value everywhere, from {min} to {max}: a thousandth of the range of its layer, or less.',
  'verdict/copy': 'almost the picture itself (r = {r}).',
  'verdict/copy-inverted': 'almost the inverted picture (r = {r}).',
  'verdict/sparse': '{zeros} of its values are 0.',
  'verdict/saturated': '{limit} of its values are at the limit of the activation.',
  'verdict/twin': 'moves with channel {of} (r = {r}).',
  'verdict/twin-inverted': 'moves against channel {of} (r = {r}).',

  'meaning/inactive': 'if that holds for all pictures, the channel is wasted.',
  'meaning/dead': 'this channel does nothing.',
  'meaning/constant': 'the channel does not respond to this picture.',
  'meaning/copy': 'the channel passes brightness through and adds little of its own.',
  'meaning/sparse': 'it responds at few places, typical of a specific feature.',
  'meaning/saturated': 'where it is at its limit, differences are lost.',
  'meaning/twin': 'one of the two may do.',

  'cause/dead-input': 'channel {channel} of layer {layer}, from which it is made, is 0 everywhere.',
  'cause/constant-input':
    'channel {channel} of layer {layer}, from which it is made, has one value everywhere.',
  'cause/dead-inputs': 'everything that goes into layer {layer} is 0.',
  'cause/dead-channels':
    'layer {layer} joins channel {channel} of {layers}, which is 0 everywhere in each of them.',
  'cause/zero-kernel': 'all weights of its kernel in layer {layer} are 0, so only the bias {bias} is left.',
  'cause/small-kernel':
    'the weights of its kernel in layer {layer} are so small, {weight} at most, that its values there differ by no more than {span}.',
  'cause/bias':
    'the bias {bias} of layer {layer} leaves no value above 0: the largest is {largest}, and would be {without} without it.',
  'cause/norm':
    'the batch normalization {layer} multiplies by {factor} and adds {shift}, which leaves no value above 0: the largest is {largest}.',
  'cause/zero-factor':
    'the batch normalization {layer} multiplies by {factor}, nearly 0, so only what it adds is left: {shift}.',
  'cause/small-factor':
    'before the batch normalization {layer} its values are {before} apart; times {factor} that is {after}, hardly anything beside the {span} of the layer.',
  'cause/below-zero':
    'before the activation none of its values in layer {layer} is above 0: the largest is {largest}.',

  'verdict/layer-silent': 'none of the {maps} maps has a value other than 0: nothing passes this layer.',
  'verdict/layer-spare':
    '{spare} of {maps} maps add nothing here ({parts}): the layer may have more filters than it needs.',
  'verdict/layer-copies':
    '{copy} of {maps} maps are almost the picture itself: the layer has learned little.',
  'verdict/layer-saturated':
    '{saturated} of {maps} maps are at their limit in many places: what goes in may be scaled too large.',
  'part/maps-dead': '{number} dead',
  'part/maps-inactive': '{number} inactive',
  'part/maps-constant': '{number} constant',
  'part/maps-repeat': '{number} like another one',
  'verdict/model':
    'of {maps} maps {idle} are inactive, dead or constant, and {copy} are almost the picture itself.',
  'verdict/model-spare': {
    one: 'of {maps} maps {idle} are inactive, dead or constant, and {copy} are almost the picture itself; {count} layer may have more filters than it needs.',
    other:
      'of {maps} maps {idle} are inactive, dead or constant, and {copy} are almost the picture itself; {count} layers may have more filters than they need.',
  },
} as const;
