import type { SendData } from '../../../src/emulators/rendering.ts';

export { decodeEntities } from '../../../src/emulators/rendering.ts';

export const vendorUrls: SendData['vendor'] = {
  unsubscribe_url: 'https://vendor.example/u?id=1&list=2',
  preferences_url: 'https://vendor.example/p?id=1',
  browser_url: 'https://vendor.example/b',
};
