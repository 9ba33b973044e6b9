export const LOGGER = Symbol('LOGGER');
export const SETTINGS = Symbol('SETTINGS');
