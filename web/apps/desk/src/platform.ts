/** Only for how keys are written: ⌘ or Ctrl. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
