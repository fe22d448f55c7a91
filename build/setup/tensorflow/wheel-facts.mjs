/**
 * @typedef {object} WheelFacts
 * @property {string} version
 * @property {string} requirement
 * @property {number} sizeBytes
 * @property {string} sha256
 * @property {Record<string, number>} libraries file name -> size
 * @property {number} unpackedBytes libraries and headers together
 * @property {number} spaceNeededBytes wheel, libraries and headers at their most
 */

/**
 * The pip package that holds TensorFlow's C library for Linux x64, used where the library's own host is out of reach.
 * @type {WheelFacts}
 */
export const tensorflowWheel = {
  version: '2.16.2',
  requirement: 'tensorflow-cpu==2.16.2',
  sizeBytes: 214_055_683,
  sha256: 'c855cb6bf05d32dd5928086b03a5f6b4189b63c22b95e017703cbee4291023ca',
  libraries: {
    'libtensorflow_cc.so.2': 582_170_592,
    'libtensorflow_framework.so.2': 49_378_880,
  },
  unpackedBytes: 690_000_000,
  spaceNeededBytes: 1_200_000_000,
};
