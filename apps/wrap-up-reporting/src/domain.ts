/** What counts in this service and does nothing else: for tools that run it without the service, such as the simulation. */
export * from './facts/facts';
