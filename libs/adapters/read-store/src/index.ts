export * from './bus-projection';
export * from './checkpoint';
export * from './faults';
export * from './leadership';
export * from './migrate';
export * from './pool';
export * from './store-projection';
export * from './transaction';
