import { Problem } from '@hoolin/client';
import { describe, expect, it } from 'vitest';
import { fetched, filePath, monthName, months, reportPath } from '../src/figures/reports.ts';

const answer = (body: string, init: ResponseInit): typeof fetch => () => Promise.resolve(new Response(body, init));

describe('reports', () => {
  it('offers the months back from this one, over the turn of a year', () => {
    const known = months(new Date(2027, 0, 31));
    expect(known.slice(0, 3)).toEqual(['2027-01', '2026-12', '2026-11']);
    expect(new Set(known).size).toBe(known.length);
  });

  it('names a month in each language', () => {
    expect(monthName('2026-10', 'en')).toBe('October 2026');
    expect(monthName('2026-10', 'et')).toMatch(/^Oktoober 2026/);
    expect(monthName('2026-10', 'ru')).toMatch(/^Октябрь 2026/);
  });

  it('asks for a month in a language and a form, and for a period', () => {
    expect(reportPath('2026-10', 'et', 'pdf')).toBe('/api/v1/experience/report?month=2026-10&language=et&form=pdf');
    expect(filePath(1, 2, 'parquet')).toBe('/api/v1/experience/export?begin=1&end=2&form=parquet');
  });

  it('gives the bytes as they came under the name they have', async () => {
    const found = await fetched('/x', answer('ä\n', { headers: { 'content-disposition': 'attachment; filename="hoolin-report-2026-10.json"' } }));
    expect(found.name).toBe('hoolin-report-2026-10.json');
    expect(await found.body.text()).toBe('ä\n');
  });

  it('throws what was refused, by its code', async () => {
    await expect(fetched('/x', answer('{"code":"month_not_begun"}', { status: 422 }))).rejects.toMatchObject({ code: 'month_not_begun', status: 422 });
    await expect(fetched('/x', answer('<html>', { status: 502 }))).rejects.toMatchObject({ code: 'other' });
    await expect(fetched('/x', () => Promise.reject(new TypeError()))).rejects.toBeInstanceOf(Problem);
  });
});
