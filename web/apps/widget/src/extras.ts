/**
 * The third stage: what a conversation needs later or seldom. It is fetched as soon as the customer is in the
 * conversation, and kept out of the way of the first look at the panel.
 */

import css from './style/extras.css?inline';

export { Beside } from './ui/Beside.tsx';
export { File } from './ui/File.tsx';
export { Later } from './ui/Later.tsx';
export { More } from './ui/More.tsx';
export { Refused } from './ui/Refused.tsx';
export { Tray } from './ui/Tray.tsx';

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
