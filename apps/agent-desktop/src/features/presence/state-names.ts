export * from '../../shared/state-names';
