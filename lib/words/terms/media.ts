/** Media and techniques. `=` as in `styles.ts`. */
export const MEDIA = `
oil painting = oil on canvas, acrylic painting, watercolour = watercolor = wash, gouache, tempera, encaustic, fresco, mural, pastel drawing = pastel,
oil pastel, chalk drawing, charcoal drawing, pencil drawing = pencil sketch, coloured pencil, crayon drawing = crayon, ink drawing, pen and ink,
ink line = ink line art, ink wash, brush calligraphy, calligraphy, felt-tip drawing, ballpoint drawing, silverpoint, red chalk drawing,
sketch = quick sketch, rough sketch, contour line drawing, cross-hatching, stippling, scratchboard, engraving, etching, drypoint,
aquatint, mezzotint, lithograph, woodcut = linocut, wood engraving, linocut print = lino print, woodblock print, screen print = silkscreen, risograph print,
monotype, letterpress print, halftone print = halftone, stencil, spray paint, airbrush, collage, photomontage, cut paper = paper cut-out, origami,
mosaic, stained glass, enamel, tapestry weaving, embroidery, cross-stitch, quilting, knitting, batik, block-printed fabric,
lacquer, gilding, gold leaf, inlay, marquetry, wood carving, stone carving, marble sculpture, bronze sculpture, clay sculpture,
terracotta, ceramic, porcelain painting, glass art, wire sculpture, relief, wax figure, plasticine = claymation, papier-mâché, sand sculpture, ice sculpture,
photograph = photo, black and white photograph, sepia photograph, daguerreotype, cyanotype, polaroid, film photograph, long exposure,
double exposure, infrared photograph, close-up photograph, macro photograph, panoramic photograph, aerial photograph, satellite image,
x-ray image, thermal image, microscope image, telescope image, blurred photograph, motion blur, bokeh, lens flare, fisheye, tilt-shift, high contrast photograph,
grainy photograph = film grain, overexposed photograph, underexposed photograph, cut-out on white background = product on white background, passport photo, video still,
3d render = 3d rendering = computer graphics, ray tracing, wireframe, cel shading, clay render, digital painting, digital illustration, vector graphic = flat colour = flat color illustration,
clip art, pixel graphics = pixel art = 8-bit graphics, video game screenshot, sprite, texture, wallpaper pattern, seamless pattern, gradient background, neon = neon sign = neon glow,
light painting, projection, laser light, marbled paper, impasto = thick brush strokes, palette knife painting, wet-on-wet, dripping paint, splatter, glazing, sfumato,
dot painting, tie-dye, dry brush, sgraffito, frottage, rubbing, blueprint, architectural drawing, floor plan drawing, map drawing, chart, handwritten page, printed page, typography,
art painting = painting, cartoon drawing = cartoon, comic page, storyboard, poster, postage stamp, banknote engraving, book cover, illustrated manuscript, logo design, icon set, user interface, meme
`;
