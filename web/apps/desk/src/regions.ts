/** F6 goes round the regions of the page; each is named for those who listen. */
const visible = (element: HTMLElement): boolean => element.checkVisibility();

export function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(visible);
  // The innermost one: the field lies inside the thread.
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const to = regions.at((at + step + regions.length) % regions.length);
  (to?.querySelector<HTMLElement>('[data-region-focus]') ?? to)?.focus();
}
