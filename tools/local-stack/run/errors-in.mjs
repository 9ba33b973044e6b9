const errorLevel = /"level":(5|6)0\b|"level":"(error|fatal)"/;
const shownChars = 600;

/**
 * What of a service's output someone must see at once: log lines of level error and above, and whatever is no log line,
 * but of a stack only its head.
 */
export function errorsIn(chunk) {
  const text = chunk.toString();
  if (text.startsWith('{') && !errorLevel.test(text)) return [];
  return text.split('\n').flatMap((line) => {
    if (/^(\s|$)/.test(line) || (line.startsWith('{') && !errorLevel.test(line))) return [];
    return [shown(line)];
  });
}

function shown(line) {
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter(Boolean).join(': ').slice(0, shownChars);
  } catch {
    return line.slice(0, shownChars);
  }
}
