export * from './checkpoint';
export * from './leadership';
export * from './migrate';
export * from './pool';
export * from './transaction';
