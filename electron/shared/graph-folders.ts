/**
 * Start of the names of the temporary folders through which a process gives graphs to TensorFlow. They live for some
 * milliseconds; with the process in their names, another one can remove what one that was ended left behind.
 */
export const graphFolderPrefix = (pid: number): string => `featurescope-graph-${pid}-`;
