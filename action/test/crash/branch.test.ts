import { killEverywhere } from './enumerate.ts';

killEverywhere('branch');
