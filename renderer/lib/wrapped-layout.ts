/** How the tiles of one layer are wrapped into its room. */
import { layOut, SCROLLED_TILE_PX, TILE_GAP_PX, type MatrixLayout } from './matrix-layout';

/** Smaller tiles have no room for words, so a layer that needs them scrolls instead. */
const LEAST_FIT_PX = 56;
const MOST_FIT_PX = 160;

interface Room {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rowHeadPx: number;
}

/** Tiles of a size that fit side by side, one at least. */
function lanesIn({ widthPx, rowHeadPx }: Room, tilePx: number): number {
  return Math.max(1, Math.floor((widthPx - rowHeadPx - TILE_GAP_PX) / (tilePx + TILE_GAP_PX)));
}

/** The largest tiles, between 56 and 160 px, of which all are in view at once; 64 px where even the smallest would scroll. */
function fitAll(room: Room, count: number): number {
  for (let tilePx = MOST_FIT_PX; tilePx >= LEAST_FIT_PX; tilePx--) {
    const lines = Math.ceil(count / lanesIn(room, tilePx));
    if (lines * (tilePx + TILE_GAP_PX) + TILE_GAP_PX <= room.heightPx) return tilePx;
  }
  return SCROLLED_TILE_PX;
}

/**
 * A layer's tiles one after the other, wrapped at the width. The row head takes what is left over, so that tiles are whole pixels.
 * @param count   tiles, in their order: tile k is in line k / lanes, lane k % lanes
 * @param tilePx  side of a tile; fit: as large as leaves all of them in view
 */
export function wrapTiles(room: Room, count: number, tilePx: number | 'fit'): MatrixLayout {
  const wanted = tilePx === 'fit' ? fitAll(room, count) : tilePx;
  const most = lanesIn(room, wanted);
  const lanes = Math.max(1, Math.min(most, count));
  const lines = Math.ceil(count / lanes);
  const isScrolled = lines * (wanted + TILE_GAP_PX) + TILE_GAP_PX > room.heightPx;
  const across = room.widthPx - room.rowHeadPx - TILE_GAP_PX;
  // What scrolls down anyway may as well fill the width.
  const isWidened = tilePx === 'fit' && isScrolled && lanes === most;
  const size = isWidened ? Math.max(wanted, Math.floor(across / lanes) - TILE_GAP_PX) : wanted;
  const left = across - lanes * (size + TILE_GAP_PX);
  const rowHeadPx = room.rowHeadPx + (lanes === most ? Math.max(0, left) : 0);
  return layOut(lanes, lines, size, isWidened ? rowHeadPx : room.rowHeadPx, 0);
}
