const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/gu;

/** Text as it was written, with its web addresses to press. They open apart and learn nothing of this page. */
export function LinkedText({ text }: { text: string }) {
  return text.split(LINK).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
