export * from './testing/stand-in/stand-in';
