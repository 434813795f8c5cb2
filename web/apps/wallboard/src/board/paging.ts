/** Queues that do not fit on the screen are shown page by page. */

/** How long a page stands: long enough to read a dozen rows. */
export const PAGE_MS = 12_000;

export function pageCount(rows: number, perPage: number): number {
  return Math.max(1, Math.ceil(rows / Math.max(1, perPage)));
}

/** The rows of a page. A page that is not there (any more) is the first again. */
export function pageOf<Row>(rows: readonly Row[], page: number, perPage: number): readonly Row[] {
  const pages = pageCount(rows.length, perPage);
  const from = (page % pages) * Math.max(1, perPage);
  return rows.slice(from, from + Math.max(1, perPage));
}
