import { BrandSelector } from "@md_pos_ext/app/components/brand_selector/brand_selector";
import { Recommendations } from "@md_pos_ext/app/components/recommendations/recommendations";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";

ProductScreen.components = { ...ProductScreen.components, BrandSelector, Recommendations };
