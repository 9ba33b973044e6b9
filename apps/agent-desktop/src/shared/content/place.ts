export interface Place {
  readonly name?: string;
  readonly address?: string;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** What WhatsApp says of a place; only the coordinates are sure, and nothing is taken that is of another kind. */
export function placeOf(content: unknown): Place {
  const { name, address, latitude, longitude } = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>;
  return {
    ...(typeof name === 'string' && name !== '' && { name }),
    ...(typeof address === 'string' && address !== '' && { address }),
    ...(onEarth(latitude, 90) && { latitude }),
    ...(onEarth(longitude, 180) && { longitude }),
  };
}

const onEarth = (value: unknown, most: number): value is number => typeof value === 'number' && Math.abs(value) <= most;

/** The address of a map, made of numbers only. */
export function mapAddress({ latitude, longitude }: Place): string | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}
