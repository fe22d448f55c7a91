import type { Shape } from '../../model/shapes';
import { edges, ends, interpolationOf, upSamplingFactors } from '../../model/kinds/reshaping';
import { integer, integerList } from '../../model/config/setting-reader';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import type { Op } from './op';
import { writeResize } from './resizing';

/** Reshapes to a shape whose batch, and at most one other length, may be open. */
function toShape(graph: GraphBuilder, x: NodeName, shape: Shape): NodeName {
  const open = shape.slice(1).filter((length) => length === null).length;
  if (open === 0) return graph.reshape(x, graph.integers([-1, ...shape.slice(1).map((length) => length!)]));
  const batch = graph.sliceOfList(graph.shape(x), 0, 1);
  const rest = graph.integers(shape.slice(1).map((length) => length ?? -1));
  return graph.reshape(x, graph.concat([batch, rest], 0, 'int32'));
}

const reshaped: Op = ({ graph, inputs, outputShapes }) => [toShape(graph, inputs[0]!, outputShapes[0]!)];

const permute: Op = ({ graph, layer, inputs }) => [
  graph.transpose(inputs[0]!, [0, ...integerList(layer, 'dims')]),
];

const repeatVector: Op = ({ graph, layer, inputs }) => {
  const column = graph.float('ExpandDims', [inputs[0]!, graph.integers(1)], {
    Tdim: attribute.type('int32'),
  });
  const times = graph.integers([1, integer(layer, 'n'), 1]);
  return [graph.float('Tile', [column, times], { Tmultiples: attribute.type('int32') })];
};

const zeroPadding2D: Op = ({ graph, layer, inputs }) => {
  const [top, bottom, left, right] = edges(layer, 'padding');
  const amounts = graph.integers([
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  return [graph.float('Pad', [inputs[0]!, amounts], { Tpaddings: attribute.type('int32') })];
};

const cropping2D: Op = ({ graph, layer, inputs }) => {
  const [top, bottom, left, right] = edges(layer, 'cropping');
  // Bits of the masks mean "from the start" and "to the end" of that axis; an end crop of 0 needs its bit.
  const endMask = 0b1001 | (bottom === 0 ? 0b0010 : 0) | (right === 0 ? 0b0100 : 0);
  const begin = graph.integers([0, top, left, 0]);
  const end = graph.integers([0, -bottom, -right, 0]);
  return [
    graph.float('StridedSlice', [inputs[0]!, begin, end, graph.integers([1, 1, 1, 1])], {
      Index: attribute.type('int32'),
      begin_mask: attribute.integer(0b1001),
      end_mask: attribute.integer(endMask),
    }),
  ];
};

const upSampling2D: Op = ({ graph, layer, inputs }) => {
  const [rows, columns] = upSamplingFactors(layer) as [number, number];
  const factors = graph.integers([rows, columns]);
  const size = graph.add('Mul', [graph.spatialSize(inputs[0]!), factors], { T: attribute.type('int32') });
  return [
    writeResize(graph, inputs[0]!, layer, {
      size,
      interpolation: interpolationOf(layer, 'nearest'),
      antialias: false,
      scale: [rows, columns],
    }),
  ];
};

/** Repeats every step: steps are the height of a picture of width 1. */
const upSampling1D: Op = ({ graph, layer, inputs }) => {
  const factors = graph.integers([upSamplingFactors(layer)[0]!, 1]);
  const picture = graph.expandDims(inputs[0]!, 2);
  const size = graph.add('Mul', [graph.spatialSize(picture), factors], { T: attribute.type('int32') });
  const repeated = graph.float('ResizeNearestNeighbor', [picture, size], {
    half_pixel_centers: attribute.flag(true),
  });
  return [graph.squeeze(repeated, [2])];
};

const zeroPadding1D: Op = ({ graph, layer, inputs }) => {
  const amounts = graph.integers([[0, 0], ends(layer, 'padding'), [0, 0]]);
  return [graph.float('Pad', [inputs[0]!, amounts], { Tpaddings: attribute.type('int32') })];
};

const cropping1D: Op = ({ graph, layer, inputs }) => {
  const [before, behind] = ends(layer, 'cropping');
  const inputsOfSlice = [
    inputs[0]!,
    graph.integers([0, before, 0]),
    graph.integers([0, -behind, 0]),
    graph.integers([1, 1, 1]),
  ];
  return [
    graph.float('StridedSlice', inputsOfSlice, {
      Index: attribute.type('int32'),
      begin_mask: attribute.integer(0b101),
      end_mask: attribute.integer(0b101 | (behind === 0 ? 0b010 : 0)),
    }),
  ];
};

export const reshapingOps: Readonly<Record<string, Op>> = {
  Flatten: reshaped,
  Reshape: reshaped,
  Permute: permute,
  RepeatVector: repeatVector,
  ZeroPadding1D: zeroPadding1D,
  ZeroPadding2D: zeroPadding2D,
  Cropping1D: cropping1D,
  Cropping2D: cropping2D,
  UpSampling1D: upSampling1D,
  UpSampling2D: upSampling2D,
};
