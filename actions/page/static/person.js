/**
 * Who has the conversation: the assistant, or a person who has taken it over.
 */

/**
 * Whether a person wrote a message, or a part of it.
 * @param {import('./messages.js').BotMessage} message
 */
export function isOfPerson(message) {
  return message.payload?.type === 'agent';
}

/**
 * Whether a person has the conversation after what was said. They have it from a handover or a message of theirs that
 * says so until the assistant speaks again.
 * @param {readonly import('./session.js').Entry[]} entries
 */
export function hasPerson(entries) {
  const payload = entries.findLast((entry) => entry.message)?.message?.payload;
  return (payload?.type === 'handoff' || payload?.type === 'agent') && payload.live === true;
}
