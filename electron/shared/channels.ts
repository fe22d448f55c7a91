/** Names of the IPC channels between main and preload, and of the message that hands the compute port to the page. */
export const requestChannel = 'featurescope:request';
export const replyChannel = 'featurescope:reply';
export const eventChannel = 'featurescope:event';
export const portChannel = 'featurescope:port';
export const portMessageKind = 'featurescope-port';
