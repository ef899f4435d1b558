import { killEverywhere } from './enumerate.ts';

killEverywhere('directory');
