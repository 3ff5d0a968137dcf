/**
 * Starts the page.
 */

import { Chat } from './chat.js';
import { loadStrings } from './strings.js';

const [config] = await Promise.all([fetch('config.json').then((reply) => reply.json()), loadStrings()]);
new Chat(config.bot_url).start();
