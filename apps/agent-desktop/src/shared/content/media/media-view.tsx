import type { Media } from '@parley/contracts';
import { AudioView } from './audio-view';
import { DocumentView } from './document-view';
import { PictureView } from './picture-view';
import { VideoView } from './video-view';

export interface MediaProps {
  readonly conversationId: string;
  readonly media: Media;
  /** What it is, in words. */
  readonly kind: string;
  /** Who sent it. */
  readonly from: string;
}

/** A file that came with a message. Each kind has its size before it is loaded, so that nothing moves when it comes. */
export function MediaView({ type, ...props }: MediaProps & { readonly type: string }) {
  switch (type) {
    case 'image':
      return <PictureView {...props} />;
    case 'sticker':
      return <PictureView {...props} sticker />;
    case 'audio':
      return <AudioView {...props} />;
    case 'video':
      return <VideoView {...props} />;
    default:
      return <DocumentView {...props} />;
  }
}
