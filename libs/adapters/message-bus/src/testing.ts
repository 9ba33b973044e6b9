export * from './testing/test-broker';
