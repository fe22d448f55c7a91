import protobuf from 'protobufjs';

/**
 * The part of TensorFlow's SavedModel format that a graph without variables needs.
 * Source: tensorflow/core/protobuf/{saved_model,meta_graph}.proto and core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto.
 */
const schema = `
syntax = "proto3";
message SavedModel { int64 schemaVersion = 1; repeated MetaGraph metaGraphs = 2; }
message MetaGraph { MetaInfo metaInfo = 1; Graph graph = 2; }
message MetaInfo { repeated string tags = 4; }
message Graph { repeated Node node = 1; Versions versions = 4; }
message Versions { int32 producer = 1; }
message Node { string name = 1; string op = 2; repeated string input = 3; map<string, Attribute> attr = 5; }
message Attribute {
  oneof value { List list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; Shape shape = 7; Tensor tensor = 8; }
}
message List { repeated int64 i = 3; repeated float f = 4; }
message Shape { repeated Dimension dim = 2; bool unknownRank = 3; }
message Dimension { int64 size = 1; }
message Tensor { int32 dtype = 1; Shape shape = 2; bytes content = 4; }
`;

const savedModel = protobuf.parse(schema).root.lookupType('SavedModel');

/** TensorFlow's DataType numbers. */
export const DataType = {
  float: 1,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  int64: 9,
  bool: 10,
  uint16: 17,
  resource: 20,
  uint32: 22,
  uint64: 23,
} as const;
export type DataTypeName = keyof typeof DataType;

/** One attribute of a node, as the AttrValue message. */
export type Attribute =
  | { type: number }
  | { i: number }
  | { f: number }
  | { b: boolean }
  | { s: Uint8Array }
  | { list: { i: readonly number[] } | { f: readonly number[] } }
  | { shape: { dim: { size: number }[] } | { unknownRank: true } }
  | { tensor: { dtype: number; shape: { dim: { size: number }[] }; content: Uint8Array } };

/** One operation of the graph. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

/** Graph version that TensorFlow 2 writes; newer and older runtimes accept it. */
const PRODUCER = 1286;

/** Encodes nodes as the bytes of a `saved_model.pb` with the tag `serve`. */
export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  return savedModel
    .encode(
      savedModel.create({
        schemaVersion: 1,
        metaGraphs: [
          { metaInfo: { tags: ['serve'] }, graph: { node: nodes, versions: { producer: PRODUCER } } },
        ],
      }),
    )
    .finish();
}
