/**
 * Styles, schools and movements. `=` joins names of one style: the first is said, the others are
 * further ways to ask the text tower and to name the same thing in a label.
 */
export const STYLES = `
impressionism, post-impressionism, pointillism = neo-impressionism, fauvism, expressionism,
german expressionism, abstract expressionism, action painting, colour field painting = color field painting, cubism,
orphism, futurism, vorticism, rayonism, constructivism, suprematism, de stijl = neoplasticism, bauhaus, dada,
surrealism, metaphysical painting, magic realism, symbolism, art nouveau = jugendstil, art deco, arts and crafts,
aestheticism, pre-raphaelite, romanticism, neoclassicism, academic art = academicism, realism, social realism,
socialist realism, american realism, naturalism, hyperrealism = photorealism, rococo, baroque, dutch golden age,
chiaroscuro painting = tenebrism = caravaggism, mannerism = mannerism late renaissance, renaissance = high renaissance, early renaissance,
northern renaissance, international gothic, gothic art, romanesque art, byzantine art, early christian art,
medieval illumination, celtic art, viking art, ancient greek art, roman art, egyptian art, persian miniature,
mughal painting, islamic ornament, indian miniature, chinese ink painting = ink wash painting, gongbi, song dynasty painting,
ukiyo-e = ukiyo e = japanese woodblock print, nihonga, shin-hanga, sumi-e, zen painting, korean folk painting,
tibetan thangka, aboriginal dot painting, african mask art, pre-columbian art, aztec art, maya art, inuit art, folk art,
naive art = naive art primitivism = primitivism = naïve art, outsider art = art brut, children's art, mexican muralism, ashcan school, hudson river school,
barbizon school, luminism, tonalism, nabis = les nabis, synthetism = cloisonnism, intimism, harlem renaissance,
precisionism, regionalism, new objectivity, pop art, op art, kinetic art, minimalism, post-minimalism, conceptual art,
land art, arte povera, fluxus, art informel, tachisme, lyrical abstraction, hard-edge painting, geometric abstraction,
concrete art, neo-expressionism, transavantgarde, new realism, neo-dada, assemblage art, installation art, street art,
graffiti, lowbrow art = pop surrealism, contemporary realism, digital art, glitch art, vaporwave, synthwave, cyberpunk, steampunk,
dieselpunk, solarpunk, retrofuturism, psychedelic art, space age design, mid-century modern, swiss style = international typographic style,
memphis design, brutalism, modernist architecture, gothic revival, victorian ornament, chinoiserie, japonisme,
orientalism, historicism, fantasy art, science fiction art, dark fantasy, gothic horror, manga, anime, chibi, ligne claire = clear line comic,
american comic book, newspaper comic strip, caricature, cartoon, disney animation, rubber hose animation, low poly,
voxel art, pixel art, vector art = flat vector illustration, flat design, material design, skeuomorphism, isometric illustration, line art, doodle art,
zentangle, concept art, matte painting, children's book illustration, fashion illustration, botanical illustration,
scientific illustration, technical drawing, infographic, propaganda poster, travel poster, film poster, album cover,
tattoo art, heavy metal art, trading card art, tarot illustration, icon painting, still life painting, history painting,
landscape painting, seascape painting, genre painting, court portrait, vanitas, trompe-l'oeil, capriccio, fresco cycle,
generative art, fractal art, algorithmic art, data visualisation, ascii art, abstract art, figurative art, photojournalism,
street photography, fashion photography, product photography, documentary photography, fine art photography,
wildlife photography, macro photography, aerial photography, astrophotography, architectural photography,
food photography, sports photography, studio portrait photography, pictorialism, film noir, snapshot, minimal photography
`;
