/** What a browser may show in place: pictures, sound and film that cannot hold a program. Everything else is only ever saved. */
const SHOWN_IN_PLACE = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/3gpp',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/amr',
]);

export interface FileHeaders {
  readonly 'content-type': string;
  readonly 'content-disposition': string;
  readonly 'content-security-policy': string;
  readonly 'x-content-type-options': string;
  readonly 'cross-origin-resource-policy': string;
  readonly 'cache-control': string;
}

/**
 * How a customer's file leaves us. Whatever it holds, it never runs as a page of ours: only known kinds keep their type, the
 * rest is a download of bytes, and all of it is in a sandbox (CSP 3, `sandbox`).
 */
export function fileHeaders({ mimeType, fileName }: { mimeType: string; fileName?: string | undefined }): FileHeaders {
  const type = mimeType.split(';')[0]!.trim().toLowerCase();
  const inPlace = SHOWN_IN_PLACE.has(type);
  return {
    'content-type': inPlace ? type : 'application/octet-stream',
    'content-disposition': disposition(inPlace ? 'inline' : 'attachment', fileName),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  };
}

/** RFC 6266 with RFC 8187: the name in plain ASCII for old programs, and as it is. */
function disposition(kind: 'inline' | 'attachment', fileName: string | undefined): string {
  const name = fileName && safeName(fileName);
  if (!name) return kind;
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${exact}`;
}

/** A name and no path, without control characters and without the marks that turn the direction of writing. */
function safeName(fileName: string): string {
  return fileName
    .replace(/^.*[\\/]/s, '')
    .replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .slice(-150)
    .replace(/^\.+/, '')
    .trim();
}
