import { expect, it } from 'vitest';
import { deviceName } from '../src/state/device.ts';

it('A browser is named so that its owner knows it again, and what is not known is shown as it was sent.', () => {
  expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox · Linux');
  expect(deviceName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge · Windows');
  expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1')).toBe('Safari · iPhone');
  expect(deviceName('curl/8.5')).toBe('curl/8.5');
  expect(deviceName('')).toBe('?');
});
