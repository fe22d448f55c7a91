/** Everything that crosses a process border, by topic. */
export * from './camera';
export * from './choices';
export * from './export';
export * from './failure';
export * from './figure';
export * from './figure-picture';
export * from './filter';
export * from './layer';
export * from './model';
export * from './picture';
export * from './picture-reading';
export * from './protocol';
export * from './requests';
export * from './settings';
export * from './verdicts';
