import { DatabaseError } from 'pg';

/** True when the data itself was refused (SQLSTATE classes 21, 22 and 23): the same again would be refused again. */
export const isDataFault = (error: unknown): boolean => error instanceof DatabaseError && /^2[123]/.test(error.code ?? '');
